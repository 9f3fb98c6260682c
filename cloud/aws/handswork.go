package aws

// working lists the actions that run something under an identity that is not
// the caller's, or change what it runs. Not among them: calling a function,
// and replacing the code or the settings of one, see Power.Replaces.
var working = map[string]string{
	"airflow":   `CreateEnvironment InvokeRestApi UpdateEnvironment`,
	"apprunner": `CreateService StartDeployment UpdateService`,
	"athena":    `StartCalculationExecution StartSession`,
	"batch":     `CreateComputeEnvironment SubmitJob SubmitServiceJob UpdateComputeEnvironment`,
	"bedrock-agentcore": `CreateAgentRuntime CreateCodeInterpreter InvokeAgentRuntimeCommand InvokeAgentRuntimeCommandShell
		InvokeCodeInterpreter StartCodeInterpreterSession UpdateAgentRuntime`,
	"cloudformation": `ActivateType ContinueUpdateRollback CreateChangeSet CreateResource CreateStack CreateStackInstances CreateStackSet
		DeleteResource DeleteStack DeleteStackInstances ExecuteChangeSet ImportStacksToStackSet RegisterType RollbackStack
		SetTypeDefaultVersion TestType UpdateResource UpdateStack UpdateStackInstances UpdateStackSet`,
	"codebuild": `CreateProject CreateWebhook RetryBuild RetryBuildBatch StartBuild StartBuildBatch StartCommandExecution StartSandbox
		StartSandboxConnection UpdateProject UpdateWebhook`,
	"codedeploy": `CreateCloudFormationDeployment CreateDeployment CreateDeploymentGroup UpdateDeploymentGroup`,
	"codepipeline": `CreatePipeline PutApprovalResult PutJobSuccessResult RetryStageExecution RollbackStage StartPipelineExecution
		UpdatePipeline`,
	"databrew":             `CreateRecipeJob SendProjectSessionAction StartJobRun StartProjectSession UpdateRecipeJob`,
	"datapipeline":         `ActivatePipeline CreatePipeline PutPipelineDefinition`,
	"dsql":                 `DbConnect DbConnectAdmin`,
	"ec2":                  `CreateLaunchTemplateVersion ModifyInstanceAttribute ModifyLaunchTemplate`,
	"ec2-instance-connect": `OpenTunnel SendSSHPublicKey SendSerialConsoleSSHPublicKey`,
	"ecs": `CreateDaemon CreateExpressGatewayService CreateService CreateTaskSet ExecuteCommand RunTask StartTask UpdateDaemon
		UpdateExpressGatewayService UpdateService`,
	"eks":              `CreateAddon CreateNodegroup UpdateAddon`,
	"elasticache":      `Connect`,
	"elasticbeanstalk": `AssociateEnvironmentOperationsRole ComposeEnvironments CreateEnvironment CreatePlatformVersion UpdateEnvironment`,
	"elasticmapreduce": `AddJobFlowSteps RunJobFlow StartEditor StartNotebookExecution StartSession`,
	"emr-containers":   `CreateManagedEndpoint StartJobRun`,
	"emr-serverless":   `AccessInteractiveEndpoints AccessLivyEndpoints StartJobRun StartSession`,
	"fis":              `CreateExperimentTemplate StartExperiment UpdateExperimentTemplate`,
	"glue": `CreateCrawler CreateDevEndpoint CreateJob CreateSession CreateTrigger RunStatement StartBlueprintRun StartCrawler
		StartJobRun StartTrigger StartWorkflowRun UpdateCrawler UpdateDevEndpoint UpdateJob UpdateJobFromSourceControl
		UpdateTrigger`,
	"greengrass":   `CreateDeployment StartBulkDeployment`,
	"imagebuilder": `CreateImage CreateImagePipeline StartImagePipelineExecution UpdateImagePipeline`,
	"iot":          `CreateJob CreateTopicRule ReplaceTopicRule StartCommandExecution`,
	"lambda": `ConnectMicrovm CreateEventSourceMapping CreateFunction CreateMicrovmImage ResumeMicrovm RunMicrovm UpdateMicrovmImage
		UpdateMicrovmImageVersion`,
	"memorydb":   `Connect`,
	"neptune-db": `connect`,
	"pipes":      `CreatePipe StartPipe UpdatePipe`,
	"s3":         `UpdateJobStatus`,
	"sagemaker": `CreateNotebookInstance CreateNotebookInstanceLifecycleConfig CreatePipeline CreateProcessingJob CreateTrainingJob
		StartNotebookInstance StartPipelineExecution StartSession UpdateNotebookInstance UpdateNotebookInstanceLifecycleConfig
		UpdatePipeline`,
	"scheduler": `CreateSchedule UpdateSchedule`,
	"servicecatalog": `ExecuteProvisionedProductPlan ExecuteProvisionedProductServiceAction ProvisionProduct TerminateProvisionedProduct
		UpdateProvisionedProduct`,
	"ssm": `CreateAssociation CreateAssociationBatch RegisterTaskWithMaintenanceWindow ResumeSession SendAutomationSignal
		SendCommand StartAssociationsOnce StartAutomationExecution StartChangeRequestExecution StartSession UpdateAssociation
		UpdateDocument UpdateDocumentDefaultVersion UpdateMaintenanceWindowTask`,
	"ssm-guiconnect": `StartConnection`,
	"states": `CreateStateMachine RedriveExecution StartExecution StartSyncExecution TestState UpdateStateMachine
		UpdateStateMachineAlias`,
	"synthetics": `CreateCanary StartCanary StartCanaryDryRun UpdateCanary`,
}

// opening lists the actions that let other accounts, networks or anybody in.
// PutResourcePolicy is among them, whatever its service.
var opening = map[string]string{
	"aoss":         `CreateAccessPolicy CreateSecurityPolicy UpdateAccessPolicy UpdateSecurityPolicy`,
	"appmesh":      `PutMeshPolicy`,
	"appstream":    `UpdateImagePermissions`,
	"cloudwatch":   `Link`,
	"codeartifact": `PutDomainPermissionsPolicy PutRepositoryPermissionsPolicy`,
	"codebuild":    `UpdateProjectVisibility`,
	"ds":           `ShareDirectory`,
	"dsql":         `PutClusterPolicy`,
	"ec2": `AcceptTransitGatewayPeeringAttachment AcceptVpcEndpointConnections AcceptVpcPeeringConnection
		AuthorizeClientVpnIngress AuthorizeSecurityGroupIngress CreateTransitGatewayPeeringAttachment
		CreateVpcBlockPublicAccessExclusion CreateVpcPeeringConnection ModifyFpgaImageAttribute ModifyImageAttribute
		ModifySecurityGroupRules ModifyVerifiedAccessEndpointPolicy ModifyVerifiedAccessGroupPolicy
		ModifyVpcBlockPublicAccessOptions`,
	"elasticache":    `AuthorizeCacheSecurityGroupIngress`,
	"es":             `AuthorizeVpcEndpointAccess UpdateDomainConfig UpdateElasticsearchDomainConfig`,
	"gamelift":       `CreateVpcPeeringAuthorization CreateVpcPeeringConnection`,
	"glue":           `AuthorizeInboundIntegration`,
	"iotsitewise":    `CreateAccessPolicy UpdateAccessPolicy`,
	"kafka":          `PutClusterPolicy`,
	"lex":            `CreateResourcePolicy CreateResourcePolicyStatement UpdateResourcePolicy`,
	"lightsail":      `OpenInstancePublicPorts PutInstancePublicPorts SetResourceAccessForBucket UpdateBucket`,
	"logs":           `Link PutDeliveryDestinationPolicy PutDestinationPolicy`,
	"mediapackagev2": `PutChannelPolicy PutOriginEndpointPolicy`,
	"oam":            `CreateLink PutSinkPolicy`,
	"omics":          `CreateShare PutS3AccessPolicy`,
	"quicksight":     `UpdatePublicSharingSettings`,
	"ram": `AssociateResourceShare AssociateResourceSharePermission CreatePermission CreatePermissionVersion CreateResourceShare
		PromotePermissionCreatedFromPolicy PromoteResourceShareCreatedFromPolicy ReplacePermissionAssociations
		SetDefaultPermissionVersion UpdateResourceShare`,
	"rds":             `ModifyDBClusterSnapshotAttribute ModifyDBSnapshotAttribute`,
	"redshift":        `AuthorizeClusterSecurityGroupIngress AuthorizeInboundIntegration`,
	"rekognition":     `PutProjectPolicy`,
	"resource-groups": `PutGroupPolicy`,
	"route53":         `CreateVPCAssociationAuthorization`,
	"route53profiles": `PutProfilePolicy`,
	"sagemaker":       `PutLineageGroupPolicy PutModelPackageGroupPolicy`,
	"serverlessrepo":  `PutApplicationPolicy`,
	"ssm-contacts":    `PutContactPolicy`,
	"workspaces":      `AuthorizeIpRules UpdateRulesOfIpGroup`,
	"xray":            `Link`,
}
